// A miniature of every set that is known by name, as its authors hand it out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/intake/account_text.h"
#include "app/intake/import_source.h"
#include "tests/intake/account.h"
#include "tests/intake/workbook_writer.h"
#include "tests/temp_folder.h"

namespace {
using app::ColumnRole;
using app::ImportItem;
using app::ImportSource;
using app::SourceColumn;
using intake_tests::left_out;
using intake_tests::text_of;
using test_support::TempFolder;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class Layouts : public ::testing::Test {
 protected:
  void pictures(const std::vector<std::string>& names) {
    for (const std::string& name : names) folder_.write(name, "");
  }

  ImportSource read() { return app::read_import_source(folder_.path()); }

  static const ImportItem& item(const ImportSource& source, const std::string& file) {
    for (const ImportItem& one : source.items)
      if (one.path.filename() == file) return one;
    ADD_FAILURE() << "no item " << file << "\n" << text_of(source);
    static const ImportItem kNone;
    return kNone;
  }

  static SourceColumn column(const ImportSource& source, const std::string& name) {
    for (const app::SourceTable& table : source.tables)
      for (const SourceColumn& one : table.columns)
        if (one.name == name) return one;
    ADD_FAILURE() << "no column " << name;
    return {};
  }

  TempFolder folder_;
};

TEST_F(Layouts, ham10000) {
  pictures({"HAM10000_images_part_1/ISIC_1.jpg", "HAM10000_images_part_2/ISIC_2.jpg",
            "HAM10000_segmentations_lesion_tschandl/ISIC_1_segmentation.png"});
  folder_.write("HAM10000_metadata",
                "lesion_id,image_id,dx,dx_type,age,sex,localization,dataset\n"
                "HAM_1,ISIC_1,bkl,histo,80.0,male,scalp,vidir_modern\n"
                "HAM_2,ISIC_2,nv,follow_up,,unknown,back,rosendahl\n"
                "HAM_3,ISIC_3,nv,follow_up,50.0,male,back,rosendahl\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "HAM10000");
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "bkl");
  EXPECT_EQ(item(source, "ISIC_1.jpg").age, 80.0);
  EXPECT_EQ(item(source, "ISIC_1.jpg").dx_type, "histo");
  EXPECT_EQ(item(source, "ISIC_1.jpg").lesion_id, "HAM_1");
  EXPECT_EQ(item(source, "ISIC_1.jpg").mask_path.filename(), "ISIC_1_segmentation.png");
  EXPECT_EQ(item(source, "ISIC_2.jpg").extra.at("dataset"), "rosendahl");
  EXPECT_TRUE(column(source, "dx_type").leak);
  EXPECT_EQ(left_out(source, "rows whose picture is not there"), 1);
}

TEST_F(Layouts, columns_are_known_by_name_in_any_order) {
  pictures({"ISIC_1.jpg"});
  folder_.write("meta.csv", "dx;sex;dx_type;image_id;lesion_id;camera\nmel;female;histo;ISIC_1;HAM_1;x\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "HAM10000");
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "mel");
  EXPECT_EQ(item(source, "ISIC_1.jpg").extra.at("camera"), "x");
}

TEST_F(Layouts, isic_archive) {
  pictures({"ISIC_1.jpg", "ISIC_2.png"});
  folder_.write("attribution.txt", "x");
  folder_.write("licenses/CC-0.txt", "x");
  folder_.write(
      "metadata.csv",
      "isic_id,attribution,copyright_license,age_approx,anatom_site_general,concomitant_biopsy,diagnosis_1,"
      "diagnosis_3,fitzpatrick_skin_type,image_type,lesion_id,mel_thick_mm,patient_id,sex\n"
      "ISIC_1,\"Hospital, Barcelona\",CC-BY,85,anterior torso,True,Malignant,\"Melanoma, NOS\",II,dermoscopic,"
      "IL_1,0.5,IP_1,male\n"
      "ISIC_2,Anonymous,CC-0,,,,Benign,,,,IL_2,,IP_2,\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC archive");
  const ImportItem& first = item(source, "ISIC_1.jpg");
  EXPECT_EQ(first.label, "Melanoma, NOS");
  EXPECT_EQ(first.attribution, "Hospital, Barcelona");
  EXPECT_EQ(first.licence, "CC-BY");
  EXPECT_EQ(first.lesion_id, "IL_1");
  EXPECT_EQ(first.patient_id, "IP_1");
  EXPECT_EQ(first.extra.at("fitzpatrick_skin_type"), "II");
  EXPECT_EQ(item(source, "ISIC_2.png").label, "");
  for (const char* leak : {"diagnosis_1", "mel_thick_mm", "concomitant_biopsy"}) EXPECT_TRUE(column(source, leak).leak);
  EXPECT_FALSE(column(source, "fitzpatrick_skin_type").leak);
}

TEST_F(Layouts, isic_2016_without_a_heading) {
  pictures({"ISBI2016_ISIC_Part3_Training_Data/ISIC_1.jpg", "ISBI2016_ISIC_Part3_Training_Data/ISIC_2.jpg",
            "ISBI2016_ISIC_Part3_Test_Data/ISIC_3.jpg"});
  folder_.write("ISBI2016_ISIC_Part3_Training_GroundTruth.csv", "ISIC_1,benign\nISIC_2,malignant\n");
  folder_.write("ISBI2016_ISIC_Part3_Test_GroundTruth.csv", "ISIC_3,1.0\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC 2016");
  ASSERT_EQ(source.items.size(), 3U);
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "benign");
  EXPECT_EQ(item(source, "ISIC_1.jpg").split, "train");
  EXPECT_EQ(item(source, "ISIC_3.jpg").label, "malignant");
  EXPECT_EQ(item(source, "ISIC_3.jpg").split, "test");
}

TEST_F(Layouts, isic_2017_where_a_nevus_is_neither) {
  pictures({"ISIC-2017_Training_Data/ISIC_1.jpg", "ISIC-2017_Training_Data/ISIC_1_superpixels.png",
            "ISIC-2017_Training_Data/ISIC_2.jpg", "ISIC-2017_Training_Data/ISIC_3.jpg",
            "ISIC-2017_Training_Data/ISIC_4.jpg", "ISIC-2017_Validation_Data/ISIC_5.jpg"});
  folder_.write("ISIC-2017_Training_Data/ISIC-2017_Training_Data_metadata.csv",
                "image_id,age_approximate,sex\nISIC_1,55,female\nISIC_2,unknown,unknown\n");
  folder_.write(
      "ISIC-2017_Training_Part3_GroundTruth.csv",
      "image_id,melanoma,seborrheic_keratosis\nISIC_1,0.0,0.0\nISIC_2,1.0,0.0\nISIC_3,1.0,1.0\nISIC_4,0.0,x\n");
  folder_.write("ISIC-2017_Validation_Part3_GroundTruth.csv",
                "image_id,melanoma,seborrheic_keratosis\nISIC_5,0.0,1.0\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC 2017");
  ASSERT_EQ(source.items.size(), 5U);
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "nevus");
  EXPECT_EQ(item(source, "ISIC_1.jpg").age, 55.0);
  EXPECT_EQ(item(source, "ISIC_2.jpg").label, "melanoma");
  EXPECT_FALSE(item(source, "ISIC_2.jpg").age.has_value());
  EXPECT_EQ(item(source, "ISIC_3.jpg").label, "");
  EXPECT_EQ(item(source, "ISIC_4.jpg").label, "");
  EXPECT_EQ(item(source, "ISIC_5.jpg").label, "seborrheic_keratosis");
  EXPECT_EQ(item(source, "ISIC_5.jpg").split, "val");
  EXPECT_EQ(left_out(source, "rows with two classes marked"), 1);
  EXPECT_EQ(left_out(source, "rows of a truth table with a value that is neither 0 nor 1"), 1);
}

TEST_F(Layouts, isic_2018_with_its_lesions) {
  pictures({"ISIC2018_Task3_Training_Input/ISIC_1.jpg", "ISIC2018_Task3_Training_Input/ISIC_2.jpg"});
  folder_.write("ISIC2018_Task3_Training_GroundTruth/ISIC2018_Task3_Training_GroundTruth.csv",
                "image,MEL,NV,BCC,AKIEC,BKL,DF,VASC\nISIC_1,0.0,1.0,0.0,0.0,0.0,0.0,0.0\nISIC_2,0,0,0,0,0,0,0\n");
  folder_.write("ISIC2018_Task3_Training_LesionGroupings.csv",
                "image,lesion_id,diagnosis_confirm_type\nISIC_1,HAM_1,histopathology\nISIC_9,HAM_9,histopathology\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC 2018");
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "NV");
  EXPECT_EQ(item(source, "ISIC_1.jpg").split, "train");
  EXPECT_EQ(item(source, "ISIC_1.jpg").lesion_id, "HAM_1");
  EXPECT_EQ(item(source, "ISIC_1.jpg").dx_type, "histopathology");
  EXPECT_EQ(item(source, "ISIC_2.jpg").label, "");
  EXPECT_EQ(left_out(source, "rows with no class marked"), 1);
  EXPECT_EQ(left_out(source, "rows of a second table that fit no picture"), 1);
}

TEST_F(Layouts, isic_2019_with_downsampled_pictures) {
  pictures({"ISIC_2019_Training_Input/ISIC_1_downsampled.jpg", "ISIC_2019_Training_Input/ISIC_2.jpg"});
  folder_.write(
      "ISIC_2019_Training_GroundTruth.csv",
      "image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK\nISIC_1_downsampled,0,0,0,0,0,0,0,1,0\nISIC_2,0,0,0,1,0,0,0,0,0\n");
  folder_.write("ISIC_2019_Training_Metadata.csv",
                "image,age_approx,anatom_site_general,lesion_id,sex\nISIC_1_downsampled,55,,MSK4_1,female\n"
                "ISIC_2,30,lower extremity,,male\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC 2019");
  EXPECT_EQ(item(source, "ISIC_1_downsampled.jpg").label, "SCC");
  EXPECT_EQ(item(source, "ISIC_1_downsampled.jpg").lesion_id, "MSK4_1");
  EXPECT_EQ(item(source, "ISIC_2.jpg").label, "AK");
  EXPECT_EQ(item(source, "ISIC_2.jpg").site, "lower extremity");
  EXPECT_THAT(source.notes, Contains(HasSubstr("1 pictures end in _downsampled")));
  EXPECT_THAT(app::account_of(source), Contains(HasSubstr("image as key to the pictures")));
}

TEST_F(Layouts, isic_2020_with_its_pairs) {
  pictures({"train/ISIC_1.jpg", "train/ISIC_2.jpg"});
  folder_.write(
      "ISIC_2020_Training_GroundTruth_v2.csv",
      "image_name,patient_id,lesion_id,sex,age_approx,anatom_site_general_challenge,diagnosis,benign_malignant,"
      "target\nISIC_1,IP_1,IL_1,female,50,torso,unknown,benign,0\nISIC_2,IP_2,IL_2,male,70,torso,melanoma,malignant,"
      "1\n");
  folder_.write("ISIC_2020_Training_Duplicates.csv", "image_name_1,image_name_2\nISIC_1,ISIC_2\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC 2020");
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "benign");
  EXPECT_EQ(item(source, "ISIC_1.jpg").patient_id, "IP_1");
  EXPECT_EQ(item(source, "ISIC_1.jpg").extra.at("diagnosis"), "unknown");
  EXPECT_EQ(item(source, "ISIC_1.jpg").extra.at("image_name_2"), "ISIC_2");
  EXPECT_TRUE(column(source, "diagnosis").leak);
  EXPECT_TRUE(column(source, "target").leak);
}

TEST_F(Layouts, isic_2020_of_the_first_version_lacks_the_lesions) {
  pictures({"ISIC_1.jpg"});
  folder_.write("ISIC_2020_Training_GroundTruth.csv",
                "image_name,patient_id,sex,age_approx,anatom_site_general_challenge,diagnosis,benign_malignant,target\n"
                "ISIC_1,IP_1,female,50,torso,unknown,benign,0\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC 2020");
  EXPECT_EQ(item(source, "ISIC_1.jpg").split, "train");
}

TEST_F(Layouts, isic_2024_in_one_table) {
  pictures({"train-image/image/ISIC_1.jpg", "train-image/image/ISIC_2.jpg"});
  folder_.write("train-metadata.csv",
                "isic_id,target,patient_id,age_approx,sex,anatom_site_general,tbp_lv_A,attribution,copyright_license,"
                "lesion_id,iddx_full,iddx_1,mel_thick_mm,tbp_lv_dnn_lesion_confidence\n"
                "ISIC_1,0,IP_1,60,male,head/neck,20.2,X,CC-BY,,Benign,Benign,,97.5\n"
                "ISIC_2,1,IP_2,60,male,head/neck,20.2,X,CC-BY,IL_2,Malignant,Malignant,0.4,97.5\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "ISIC 2024");
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "benign");
  EXPECT_EQ(item(source, "ISIC_2.jpg").label, "malignant");
  EXPECT_EQ(item(source, "ISIC_2.jpg").licence, "CC-BY");
  EXPECT_EQ(item(source, "ISIC_2.jpg").extra.at("tbp_lv_A"), "20.2");
  for (const char* leak : {"iddx_full", "iddx_1", "mel_thick_mm", "tbp_lv_dnn_lesion_confidence"})
    EXPECT_TRUE(column(source, leak).leak);
  EXPECT_FALSE(column(source, "tbp_lv_A").leak);
}

TEST_F(Layouts, isic_2024_with_truth_and_supplement_apart) {
  pictures({"ISIC_2024_Training_Input/ISIC_1.jpg"});
  folder_.write("ISIC_2024_Training_GroundTruth.csv", "isic_id,malignant\nISIC_1,1.0\n");
  folder_.write("ISIC_2024_Training_Supplement.csv", "isic_id,iddx_full,mel_thick_mm\nISIC_1,Melanoma,0.8\n");
  folder_.write("ISIC_2024_Training_Input/metadata.csv",
                "isic_id,attribution,copyright_license,patient_id,age_approx,sex\nISIC_1,X,CC-0,IP_1,70,female\n");
  const ImportSource source = app::read_import_source(folder_ / "ISIC_2024_Training_GroundTruth.csv");
  EXPECT_EQ(source.layout, "ISIC 2024");
  EXPECT_EQ(item(source, "ISIC_1.jpg").label, "malignant");
  EXPECT_EQ(item(source, "ISIC_1.jpg").extra.at("iddx_full"), "Melanoma");
  const ImportSource whole = read();
  EXPECT_EQ(whole.layout, "ISIC 2024");
  EXPECT_EQ(item(whole, "ISIC_1.jpg").patient_id, "IP_1");
}

TEST_F(Layouts, milk10k_with_truth_by_lesion) {
  pictures({"MILK10k_Training_Input/IL_1/ISIC_1.jpg", "MILK10k_Training_Input/IL_1/ISIC_2.jpg"});
  folder_.write("MILK10k_Training_GroundTruth.csv",
                "lesion_id,AKIEC,BCC,BEN_OTH,BKL,DF,INF,MAL_OTH,MEL,NV,SCCKA,VASC\nIL_1,0.0,0,0,0,0,0,0,0,0,1.0,0\n");
  folder_.write(
      "MILK10k_Training_Metadata.csv",
      "lesion_id,image_type,isic_id,attribution,copyright_license,age_approx,sex,skin_tone_class,site,MONET_hair\n"
      "IL_1,clinical: close-up,ISIC_1,MILK,CC-BY-NC,60,male,4,trunk,0.2\n"
      "IL_1,dermoscopic,ISIC_2,MILK,CC-BY-NC,60,male,4,trunk,0.9\n");
  folder_.write("MILK10k_Training_Supplement.csv",
                "isic_id,diagnosis_full,diagnosis_confirm_type,invasion_thickness_interval\n"
                "ISIC_1,\"Squamous cell carcinoma, invasive\",histopathology,\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "MILK10k");
  ASSERT_EQ(source.items.size(), 2U);
  for (const char* file : {"ISIC_1.jpg", "ISIC_2.jpg"}) {
    EXPECT_EQ(item(source, file).label, "SCCKA");
    EXPECT_EQ(item(source, file).lesion_id, "IL_1");
    EXPECT_EQ(item(source, file).split, "train");
    EXPECT_EQ(item(source, file).extra.at("skin_tone_class"), "4");
  }
  EXPECT_EQ(item(source, "ISIC_1.jpg").extra.at("diagnosis_full"), "Squamous cell carcinoma, invasive");
  EXPECT_TRUE(column(source, "diagnosis_full").leak);
}

TEST_F(Layouts, bcn20000_in_two_tables) {
  pictures({"BCN_0000000001.jpg", "BCN_0000000002.jpg"});
  const std::string heading =
      "bcn_filename,age_approx,anatom_site_general,diagnosis,lesion_id,capture_date,sex,split\n";
  folder_.write("bcn_20k_train.csv",
                heading + "BCN_0000000001.jpg,55,anterior torso,MEL,BCN_1,2012-05-16,male,train\n");
  folder_.write("bcn_20k_test.csv", heading + "BCN_0000000002.jpg,55,anterior torso,NV,BCN_2,2012-05-16,male,test\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "BCN20000");
  EXPECT_EQ(item(source, "BCN_0000000001.jpg").split, "train");
  EXPECT_EQ(item(source, "BCN_0000000002.jpg").split, "test");
  EXPECT_EQ(item(source, "BCN_0000000002.jpg").label, "NV");
}

TEST_F(Layouts, pad_ufes_20) {
  pictures({"imgs_part_1/PAT_8_15_820.png", "imgs_part_2/PAT_9_16_1.png"});
  folder_.write("metadata.csv",
                "patient_id,lesion_id,smoke,age,gender,fitspatrick,region,diagnostic,itch,img_id,biopsed\n"
                "PAT_8,15,False,8,,,ARM,NEV,False,PAT_8_15_820.png,False\n"
                "PAT_9,16,UNK,55,FEMALE,3.0,NECK,BCC,True,PAT_9_16_1.png,True\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "PAD-UFES-20");
  const ImportItem& second = item(source, "PAT_9_16_1.png");
  EXPECT_EQ(second.label, "BCC");
  EXPECT_EQ(second.sex, "female");
  EXPECT_EQ(second.site, "NECK");
  EXPECT_EQ(second.extra.at("fitspatrick"), "3.0");
  EXPECT_TRUE(column(source, "biopsed").leak);
}

TEST_F(Layouts, derm7pt_with_two_pictures_a_case_and_splits_by_row) {
  pictures({"images/Nal/1d.jpg", "images/Nal/1c.jpg", "images/Nal/2d.jpg", "images/Nal/2c.jpg"});
  folder_.write(
      "meta/meta.csv",
      "case_num,diagnosis,seven_point_score,pigment_network,location,sex,management,clinic,derm,case_id,notes\n"
      "1,blue nevus,2,absent,head neck,female,excision,Nal/1c.jpg,Nal/1d.jpg,,\n"
      "2,melanoma,5,atypical,back,male,excision,Nal/2c.jpg,Nal/2d.jpg,,\n");
  folder_.write("meta/train_indexes.csv", "indexes\n1\n");
  folder_.write("meta/valid_indexes.csv", "indexes\n0\n7\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "Derm7pt");
  ASSERT_EQ(source.items.size(), 4U);
  EXPECT_EQ(item(source, "1d.jpg").label, "blue nevus");
  EXPECT_EQ(item(source, "1d.jpg").split, "val");
  EXPECT_EQ(item(source, "1c.jpg").split, "val");
  EXPECT_EQ(item(source, "1c.jpg").extra.at("view"), "clinic");
  EXPECT_EQ(item(source, "2d.jpg").split, "train");
  EXPECT_EQ(item(source, "2d.jpg").lesion_id, item(source, "2c.jpg").lesion_id);
  EXPECT_TRUE(column(source, "management").leak);
  EXPECT_EQ(left_out(source, "rows of a second table that fit no picture"), 1);
  const auto account = app::account_of(source);
  EXPECT_THAT(account, Contains(AllOf(HasSubstr("train_indexes.csv"), HasSubstr("indexes as row position"))));
  EXPECT_THAT(account, Not(Contains(HasSubstr("not used: indexes"))));
}

TEST_F(Layouts, fitzpatrick17k) {
  pictures({"data/5e82a45bc5d78bd24ae9202d194423f8.jpg"});
  folder_.write("fitzpatrick17k.csv",
                "md5hash,fitzpatrick_scale,fitzpatrick_centaur,label,nine_partition_label,three_partition_label,qc,url,"
                "url_alphanum\n5e82a45bc5d78bd24ae9202d194423f8,-1,3,drug induced pigmentary changes,inflammatory,"
                "non-neoplastic,,http://x/a.jpg,httpxa.jpg\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "Fitzpatrick17k");
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(source.items[0].label, "drug induced pigmentary changes");
  EXPECT_FALSE(source.items[0].extra.contains("fitzpatrick_scale"));
  EXPECT_EQ(source.items[0].extra.at("fitzpatrick_centaur"), "3");
  EXPECT_TRUE(column(source, "three_partition_label").leak);
}

TEST_F(Layouts, ddi_with_an_empty_heading) {
  pictures({"images/000001.png", "images/000002.png"});
  folder_.write("ddi_metadata.csv",
                ",DDI_ID,DDI_file,skin_tone,malignant,disease\r\n0,1,000001.png,56,True,melanoma-in-situ\r\n"
                "1,2,000002.png,12,False,mycosis-fungoides\r\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "DDI");
  EXPECT_EQ(item(source, "000001.png").label, "melanoma-in-situ");
  EXPECT_EQ(item(source, "000001.png").extra.at("skin_tone"), "56");
  EXPECT_FALSE(item(source, "000001.png").extra.contains("column 1"));
  EXPECT_TRUE(column(source, "malignant").leak);
}

TEST_F(Layouts, midas_without_its_control_pictures) {
  pictures({"s-prd-1.jpg", "s-prd-2.jpg", "s-prd-3.jpg"});
  folder_.write("release_midas.csv",
                ",midas_record_id,midas_file_name,midas_iscontrol,midas_distance,midas_location,midas_path,"
                "midas_gender,midas_age,midas_fitzpatrick,midas_melanoma,clinical_impression_1,length_(mm),width_(mm)\n"
                "0,10,s-prd-1.jpg,no,1ft,left arm,malignant- bcc,female,61,ii light,no,bcc,5,4\n"
                "1,10,s-prd-2.jpg,no,dscope,left arm,malignant- bcc,female,61,ii light,no,bcc,5,4\n"
                "2,10,s-prd-3.jpg,yes,dscope,left arm,,female,61,ii light,no,,,\n");
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "MIDAS");
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(item(source, "s-prd-1.jpg").label, "malignant- bcc");
  EXPECT_EQ(item(source, "s-prd-1.jpg").lesion_id, item(source, "s-prd-2.jpg").lesion_id);
  EXPECT_EQ(item(source, "s-prd-1.jpg").patient_id, "10");
  EXPECT_EQ(left_out(source, "control pictures"), 1);
  EXPECT_THAT(text_of(source), HasSubstr("control pictures, which show no lesion\n  s-prd-3.jpg\n"));
  EXPECT_EQ(left_out(source, "pictures that the table does not name"), 0) << "it names them as controls";
  EXPECT_TRUE(column(source, "midas_melanoma").leak);
}

TEST_F(Layouts, midas_out_of_its_workbook) {
  pictures({"s-prd-1.jpg", "s-prd-2.jpg", "s-prd-3.jpg"});
  using intake_tests::row_of;
  const std::string rows =
      row_of(1, {"", "midas_record_id", "midas_file_name", "midas_iscontrol", "midas_location", "midas_path",
                 "midas_gender", "midas_age", "midas_melanoma", "length_(mm)", "width_(mm)"}) +
      row_of(2, {"0", "10", "s-prd-1.jpg", "no", "left arm", "malignant- bcc", "female", "61", "no", "5", "4"}) +
      row_of(3, {"1", "10", "s-prd-2.jpg", "no", "left arm", "malignant- bcc", "female", "61", "no", "5", "4"}) +
      row_of(4, {"2", "10", "s-prd-3.jpg", "yes", "left arm", "", "female", "61"});
  intake_tests::write_book(folder_ / "release_midas.xlsx", {.sheets = {{"Sheet1", rows, "", ""}}});
  const ImportSource source = read();
  EXPECT_EQ(source.layout, "MIDAS");
  ASSERT_EQ(source.items.size(), 2U) << text_of(source);
  EXPECT_EQ(item(source, "s-prd-1.jpg").label, "malignant- bcc");
  EXPECT_EQ(item(source, "s-prd-1.jpg").age, 61.0);
  EXPECT_EQ(item(source, "s-prd-1.jpg").lesion_id, item(source, "s-prd-2.jpg").lesion_id);
  EXPECT_EQ(left_out(source, "control pictures"), 1);
  EXPECT_TRUE(column(source, "midas_melanoma").leak);
  EXPECT_EQ(source.tables.at(0).encoding, "XLSX, sheet Sheet1");
}

TEST_F(Layouts, the_scales_of_skin_tone_stay_apart) {
  pictures({"a.jpg"});
  folder_.write("t.csv", "path,label,skin_tone,skin_tone_class,fitzpatrick_skin_type\na.jpg,nv,12,5,II\n");
  const ImportSource source = read();
  EXPECT_EQ(source.items[0].extra.at("skin_tone"), "12");
  EXPECT_EQ(source.items[0].extra.at("skin_tone_class"), "5");
  EXPECT_EQ(source.items[0].extra.at("fitzpatrick_skin_type"), "II");
}

TEST_F(Layouts, two_versions_of_a_set_s_table_are_refused) {
  pictures({"ISIC_1.jpg"});
  const std::string table = "lesion_id,image_id,dx,dx_type\nHAM_1,ISIC_1,nv,histo\n";
  folder_.write("a.csv", table);
  folder_.write("b.csv", table);
  EXPECT_THAT(intake_tests::refusal([&] { read(); }), ::testing::AllOf(HasSubstr("a.csv"), HasSubstr("b.csv")));
}

}  // namespace
